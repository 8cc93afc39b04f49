// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.result;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.contract.Storage;
import dev.sparkbench.runner.fixture.RunRequests;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

  @Test
  void tellsWhatRunsHaveInCommonApartFromTheirNodes() {
    assertThat(of(request().nodes(1, 4))).isEqualTo(of(request().nodes(2, 4)));
    assertThat(of(request().tasks("sum"))).isNotEqualTo(of(request()));
    assertThat(of(request().cores(4))).isNotEqualTo(of(request()));
    assertThat(of(request().cacheInMemory())).isNotEqualTo(of(request()));
    assertThat(of(request().sparkConf(Map.of("spark.x", "y")))).isNotEqualTo(of(request()));
    assertThat(of(request()).get("image")).isEqualTo("runner@sha256:1");
  }

  /** A store on one machine gets another port at each start. */
  @Test
  void comparesStoresByTheirHosts() {
    assertThat(of(request().storage(store("http://127.0.0.1:4000"))))
        .isEqualTo(of(request().storage(store("http://127.0.0.1:5000"))))
        .isNotEqualTo(of(request().storage(store("http://minio:4000"))))
        .isNotEqualTo(of(request().storage(store(null))));
  }

  @Test
  void holdsNoSecret() {
    assertThat(
            of(request().sparkConf(Map.of("spark.hadoop.fs.s3a.secret.key", "hush-hush")))
                .toString())
        .doesNotContain("hush-hush");
  }

  private static Map<String, String> of(RunRequests request) {
    return Configuration.of(
        request.build(),
        "sha256:1",
        "a INT",
        Map.of("text", "digest"),
        Map.of("spark.executor.instances", "2"),
        "runner@sha256:1");
  }

  private static RunRequests request() {
    return RunRequests.of("s3://bucket/data.csv").storage(store("http://127.0.0.1:4000"));
  }

  private static Storage store(String endpoint) {
    return new Storage(endpoint, null, true);
  }
}
