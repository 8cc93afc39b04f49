// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** Operations that are specific to Secrets. */
final class Secrets {

  private Secrets() {}

  /** Moves {@code stringData}, which can only be written, into {@code data}. */
  static void encode(ObjectNode secret) {
    if (secret.path("type").asText().isEmpty()) {
      secret.put("type", "Opaque");
    }
    JsonNode texts = secret.path("stringData");
    for (Map.Entry<String, JsonNode> text : texts.properties()) {
      secret
          .withObjectProperty("data")
          .put(
              text.getKey(),
              Base64.getEncoder()
                  .encodeToString(text.getValue().asText().getBytes(StandardCharsets.UTF_8)));
    }
    secret.remove("stringData");
  }
}
