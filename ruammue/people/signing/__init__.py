"""ลงนาม: an organisation signs what a room keeps: by a link of its own, after coming in, or on paper with a picture.

A room says under what (`model.Signature` with its own foreign key), who may, and records the news; how a place is
made, asked for, found behind a link and signed stands here once (`acts`), and so do the forms and the pages around it.
"""
