package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Refuses objects that the type's owner would refuse. */
interface Admission {

  /** Throws if the object must not be stored. */
  void check(ResourceType type, ObjectNode object);
}
