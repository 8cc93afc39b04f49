// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static dev.sparkbench.local.apiserver.RunningApiServer.configMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ManyObjectsTest {

  private static final int MANY = 2000;

  @RegisterExtension static final RunningApiServer api = new RunningApiServer();

  @Test
  void thousandsOfObjectsDoNotSlowItDown() {
    IntStream.range(0, MANY)
        .forEach(i -> api.create(configMap("many", "object-" + i, Map.of("i", "" + i % 10))));

    assertThat(api.client().configMaps().inNamespace("many").withLabel("i", "3").list().getItems())
        .hasSize(MANY / 10);
    Assertions.assertTimeout(
        Duration.ofSeconds(5),
        () ->
            IntStream.range(0, 500)
                .forEach(i -> api.get(configMap("many", "object-" + i, Map.of()))),
        "500 reads among " + MANY + " objects");
  }
}
