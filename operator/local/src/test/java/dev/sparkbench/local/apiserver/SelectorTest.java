// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {

  private static final String OBJECT =
      """
      {"metadata": {"name": "x", "labels": {"app": "spark", "role": "executor", "example.com/a": "b"}},
       "status": {"phase": "Running"}}""";

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          app=spark                      | true
          app==spark                     | true
          app=other                      | false
          missing=                       | false
          app!=other                     | true
          app!=spark                     | false
          missing!=anything              | true
          app                            | true
          missing                        | false
          !missing                       | true
          !app                           | false
          app in (flink, spark)          | true
          app in (flink)                 | false
          missing in (flink)             | false
          app notin (flink)              | true
          missing notin (flink)          | true
          app notin (flink,spark)        | false
          app=spark,role=executor        | true
          app=spark,role=driver          | false
          app in (flink,spark),!missing  | true
          example.com/a=b                | true
          """)
  void labels(String selector, boolean expected) throws Exception {
    assertThat(matches("labelSelector", selector)).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          metadata.name=x                      | true
          metadata.name=y                      | false
          metadata.name!=y                     | true
          status.phase=Running                 | true
          spec.nodeName=                       | true
          metadata.name=x,status.phase=Pending | false
          """)
  void fields(String selector, boolean expected) throws Exception {
    assertThat(matches("fieldSelector", selector)).isEqualTo(expected);
  }

  @Test
  void aFieldSelectorWithoutAValueIsRefused() {
    assertThatThrownBy(() -> matches("fieldSelector", "metadata.name"))
        .hasMessage(
            "field selector 'metadata.name' is not of the form field=value or field!=value");
  }

  private static boolean matches(String parameter, String selector) throws Exception {
    ApiRequest request =
        ApiRequest.of(
            "GET",
            "/api/v1/pods?" + parameter + "=" + URLEncoder.encode(selector, StandardCharsets.UTF_8),
            null,
            null,
            new byte[0]);
    return Selector.of(request).test((ObjectNode) new ObjectMapper().readTree(OBJECT));
  }
}
