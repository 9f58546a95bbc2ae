"""ใครทำอะไร ที่ไหน: who does what, where, when and for whom, computed from what stands; what nobody does, what two do.

Nobody reports for it: a row is a promise, a piece of the duty table or a task, or was told by an organisation in a
list of its own. Gaps and overlaps are found from the rows that the reader may see, and from no others.
"""
