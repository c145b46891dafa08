SELECT table_name, trigger_name FROM audit.unwatched()
