"""Implementation reviews: how the clauses of a decision, law or plan were carried out, and who owes the next step."""
