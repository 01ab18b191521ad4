//! veilsim: skeleton.
