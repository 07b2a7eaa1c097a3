"""Ports made real: schemas and the learned head out of files, a generator over HTTP."""

from chatrec.dialogue.adapters.act_head import SHIPPED_HEAD, ActHead, load_act_head
from chatrec.dialogue.adapters.generator import EndpointGenerator
from chatrec.dialogue.adapters.schemas import load_schemas

__all__ = ["SHIPPED_HEAD", "ActHead", "EndpointGenerator", "load_act_head", "load_schemas"]
