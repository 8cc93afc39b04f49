// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Makes clients of the API server that read whatever it sends. A limit of the parser that one
 * object breaks would end the watch, and with it the work on all other objects.
 */
public final class ApiClients {

  /** More than any object has: the API server takes requests of at most 3 MiB. */
  private static final int MAX_LENGTH = 32 * 1024 * 1024;

  /** More than twice as deep as the API server reads. */
  private static final int MAX_DEPTH = 25_000;

  private ApiClients() {}

  /** A builder of such a client; all else is as usual. */
  public static KubernetesClientBuilder builder() {
    return new KubernetesClientBuilder().withKubernetesSerialization(serialization());
  }

  /** How such a client reads and writes. */
  public static KubernetesSerialization serialization() {
    JsonFactory json =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNameLength(MAX_LENGTH)
                    .maxStringLength(MAX_LENGTH)
                    .maxNumberLength(MAX_LENGTH)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            // Names that somebody has chosen so that their hashes are alike are slow, not an error.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
    return new KubernetesSerialization(new ObjectMapper(json), true);
  }
}
