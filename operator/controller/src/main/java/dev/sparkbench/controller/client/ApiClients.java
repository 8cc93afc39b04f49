// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * Creates clients of the API server that can read any object. If one object exceeded a limit of the
 * parser, the watch would end, and with it the work on all other objects.
 */
public final class ApiClients {

  /** More than any object has, because the API server accepts requests of at most 3 MiB. */
  private static final int MAX_LENGTH = 32 * 1024 * 1024;

  /** More than twice as deep as the API server reads. */
  private static final int MAX_DEPTH = 25_000;

  private ApiClients() {}

  /** A builder of such a client; everything else has its usual defaults. */
  public static KubernetesClientBuilder builder() {
    return new KubernetesClientBuilder().withKubernetesSerialization(serialization());
  }

  /** The serialization of such a client. */
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
            // If somebody chooses names with equal hashes, reading is slow, but it is not an error.
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .build();
    return new KubernetesSerialization(new ObjectMapper(json), true);
  }
}
