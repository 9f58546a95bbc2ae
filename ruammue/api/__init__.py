"""ข้อมูลเปิดสำหรับเครื่อง: สายโซ่จากปัญหาถึงผล / Public JSON: the chain of each published matter, with OpenAPI."""
