"""Trains the ONNX graphs of a model package in PyTorch and writes their weights back."""
