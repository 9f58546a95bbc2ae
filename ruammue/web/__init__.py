"""หน้าเว็บ: การตั้งค่า ที่อยู่หน้า แม่แบบ และชิ้นส่วน / The web: settings, root URLs, base templates, components."""
