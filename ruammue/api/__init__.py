"""ข้อมูลเปิดสำหรับเครื่อง: สายโซ่จากปัญหาถึงผล / Public JSON: the chain of each published matter, with OpenAPI.

Read only, without login, from the same read model as the public pages. One endpoint a file, one shape of error.
"""
