-- Who has a seat decides whose name and address a business sees, and foreign keys ignore row policies: by giving
-- somebody else's person a seat, the application could read them. Seats change behind the owner's doors only.
revoke insert, update, delete on members from kontor_app;
