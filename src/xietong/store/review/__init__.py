"""The queue of questions to a person: kinds of question, what is open, and what an answer does."""
