"""คำสั่ง: ruammue ... / The command line. Commands that need no database never import Django."""
