"""Write proofs down: marked HTML, Word comments."""
