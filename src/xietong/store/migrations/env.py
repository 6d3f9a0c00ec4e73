"""Alembic's entry: always on the connection, and inside the transaction, that `store.migrate` hands over."""

from alembic import context

from xietong.store.model import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=False,  # no transaction of its own
)
context.run_migrations()
