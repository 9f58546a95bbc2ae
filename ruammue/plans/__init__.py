"""แผนพัฒนาท้องถิ่น: ห้องที่จองไว้ / The local development plan: a reserved room. Nothing stands here yet."""
