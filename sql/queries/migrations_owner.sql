SET LOCAL ROLE xenia_owner
