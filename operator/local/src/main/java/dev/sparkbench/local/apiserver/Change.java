// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One write to the store.
 *
 * @param key the object
 * @param version the resource version after the write
 * @param before empty for a creation
 * @param after empty for a removal
 */
record Change(
    ObjectKey key, long version, Optional<ObjectNode> before, Optional<ObjectNode> after) {}
