// Customer
