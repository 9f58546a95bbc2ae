"""ใครทำอะไรได้: ประตูเดียวของทุกหน้า / Who may: one gate before every page, and tables that can be read aloud."""
