"""Processes that train one stage together: each has batches of its own, and all take the same step.

They find each other by the environment that torchrun sets: RANK, WORLD_SIZE, MASTER_ADDR, MASTER_PORT. Cores of one machine work better so than as
threads of one process, since layers are small.
"""

import os

import torch
import torch.distributed as distributed


class Followed(Exception):
    """Raised at a stage's last step in all processes but the first, which goes on to measure and write."""


def join():
    """(number of this process, how many there are), as the environment says; 0 of 1 without."""
    count = int(os.environ.get("WORLD_SIZE", "1"))
    if count == 1:
        return 0, 1
    if not distributed.is_initialized():
        distributed.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    return distributed.get_rank(), count


def agree(number, device="cpu"):
    """The first process's number, in all."""
    if not distributed.is_initialized():
        return number
    shared = torch.tensor(float(number), dtype=torch.float64, device=device)
    distributed.broadcast(shared, 0)
    return float(shared)


def wait():
    """Until all processes are here."""
    if distributed.is_initialized():
        distributed.barrier()


def average_gradients(parameters):
    """Each process's gradients become the mean of all. A parameter that has none anywhere stays without."""
    if not distributed.is_initialized():
        return
    known = [p for p in parameters if p.grad is not None]
    flat = torch.cat([p.grad.flatten() for p in known] + [torch.tensor([float(len(known))], device=known[0].device)])
    distributed.all_reduce(flat)
    flat /= distributed.get_world_size()
    if int(flat[-1]) != len(known):
        raise RuntimeError("The processes do not train the same parameters: their batches ran different parts of the networks.")
    begin = 0
    for p in known:
        p.grad.copy_(flat[begin:begin + p.numel()].view_as(p))
        begin += p.numel()
