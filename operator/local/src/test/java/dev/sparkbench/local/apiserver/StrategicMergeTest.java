// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1, "b": {"c": 2, "d": 3}}                            | {"b": {"c": null, "e": 4}}                                           | {"a": 1, "b": {"d": 3, "e": 4}}
          {"containers": [{"name": "x", "image": "i"}, {"name": "y"}]} | {"containers": [{"name": "x", "tty": true}, {"name": "z"}]}           | {"containers": [{"name": "x", "image": "i", "tty": true}, {"name": "y"}, {"name": "z"}]}
          {"containers": [{"name": "x"}, {"name": "y"}]}             | {"containers": [{"name": "x", "$patch": "delete"}]}                  | {"containers": [{"name": "y"}]}
          {"containers": [{"name": "x"}]}                            | {"containers": [{"name": "y"}, {"$patch": "replace"}]}               | {"containers": [{"name": "y"}]}
          {"args": ["a", "b"]}                                       | {"args": ["c"]}                                                      | {"args": ["c"]}
          {"finalizers": ["a", "b"]}                                 | {"$deleteFromPrimitiveList/finalizers": ["a"], "$setElementOrder/finalizers": ["b"]} | {"finalizers": ["b"]}
          {"a": {"b": 1}}                                            | {"a": {"$patch": "replace", "c": 2}}                                 | {"a": {"c": 2}}
          {"a": {"b": 1}}                                            | {"a": {"$patch": "delete"}}                                          | {}
          """)
  void aPatchIsMerged(String target, String patch, String result) throws Exception {
    assertThat(StrategicMerge.apply(JSON.readTree(target), JSON.readTree(patch)))
        .isEqualTo(JSON.readTree(result));
  }
}
