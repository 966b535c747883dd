"""What the report says: sections that turn figures into sentences, tables and charts. They compute nothing."""
