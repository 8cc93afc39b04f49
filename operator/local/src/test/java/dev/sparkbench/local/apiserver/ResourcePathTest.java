// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourcePathTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          /api/v1/pods                                        | ''         | v1 | ''  | pods       | ''  | ''
          /api/v1/namespaces/a/pods                           | ''         | v1 | a   | pods       | ''  | ''
          /api/v1/namespaces/a/pods/p                         | ''         | v1 | a   | pods       | p   | ''
          /api/v1/namespaces/a/pods/p/log                     | ''         | v1 | a   | pods       | p   | log
          /api/v1/namespaces                                  | ''         | v1 | ''  | namespaces | ''  | ''
          /api/v1/namespaces/a                                | ''         | v1 | ''  | namespaces | a   | ''
          /api/v1/namespaces/a/status                         | ''         | v1 | ''  | namespaces | a   | status
          /apis/g.io/v2/things                                | g.io       | v2 | ''  | things     | ''  | ''
          /apis/g.io/v2/namespaces/a/things/t/status          | g.io       | v2 | a   | things     | t   | status
          """)
  void whatAPathNames(
      String path,
      String group,
      String version,
      String namespace,
      String plural,
      String name,
      String subresource) {
    assertThat(ResourcePath.parse(path))
        .contains(new ResourcePath(group, version, namespace, plural, name, subresource));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/version", "/api", "/api/v1", "/apis", "/apis/g.io/v2", "/healthz"})
  void pathsThatNameNoResource(String path) {
    assertThat(ResourcePath.parse(path)).isEmpty();
  }

  @Test
  void aKeyHasTheTypesFullName() {
    ResourceType lease =
        new ResourceTypes().find("coordination.k8s.io", "v1", "leases").orElseThrow();

    assertThat(
            ResourcePath.parse("/apis/coordination.k8s.io/v1/namespaces/a/leases/l")
                .orElseThrow()
                .key(lease))
        .isEqualTo(new ObjectKey("leases.coordination.k8s.io", "a", "l"));
  }
}
