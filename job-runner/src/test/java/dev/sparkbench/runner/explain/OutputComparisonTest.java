// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputComparisonTest {

  private static final JsonMapper JSON = new JsonMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // the same
        "{'a': 1, 'b': [true, null, 'x']} | {'b': [true, null, 'x'], 'a': 1}",
        "{'mean': 1.0000000001} | {'mean': 1.0000000002}",
        "{'sum': 123456789012.25} | {'sum': 123456789012.5}",
        "{'mean': 2} | {'mean': 2.0}",
        "{'shape': {'skewness': 1e-12}} | {'shape': {'skewness': 0.0}}",
        "{'correlation': {'matrix': [[1.0, 1e-17]]}} | {'correlation': {'matrix': [[1.0, -1e-17]]}}",
        "{'mean': 1.0000000001e-10} | {'mean': 1.0000000002e-10}",
      })
  void agree(String base, String other) throws Exception {
    assertThat(difference(base, other)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'rows': 3} | {'rows': 4} | rows: 3 and 4",
        // in small units, too; and a column may be called so
        "{'c': {'mean': 1.0e-10}} | {'c': {'mean': 1.1e-10}} | c.mean: 1.0E-10 and 1.1E-10",
        "{'mean': {'seconds': 1.5}} | {'mean': {'seconds': 2.5}} | mean.seconds: 1.5 and 2.5",
        "{'rows': 9007199254740993} | {'rows': 9007199254740992} | rows: 9007199254740993 and 9007199254740992",
        "{'c': {'mean': 1.0}} | {'c': {'mean': 1.00000001}} | c.mean: 1.0 and 1.00000001",
        "{'c': 'a'} | {'c': 'b'} | c: \"a\" and \"b\"",
        "{'c': null} | {'c': 0} | c: null and 0",
        "{'c': 1} | {} | c: 1 and nothing",
        "{} | {'c': 1} | c: nothing and 1",
        "{'t': [1, 2]} | {'t': [1, 3]} | t[1]: 2 and 3",
        "{'t': [1, 2]} | {'t': [1]} | t: [1,2] and [1]",
        "{'a': 1, 'b': 2} | {'b': 3, 'a': 2} | a: 1 and 2",
      })
  void differ(String base, String other, String where) throws Exception {
    assertThat(difference(base, other)).isEqualTo(where);
  }

  @ParameterizedTest
  @CsvSource({"1.0, 1.00009, true", "1.0, 1.0002, false", "1e6, 1000099, true"})
  void modelsMayDifferMore(String a, String b, boolean agree) throws Exception {
    assertThat(OutputComparison.MODELS.difference(JSON.readTree(a), JSON.readTree(b)).isEmpty())
        .isEqualTo(agree);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kmeans': {'seconds': {'train': 1.5}}} | {'kmeans': {'seconds': {'train': 2.5}}} | true",
        "{'kmeans': {'iterations': 12}} | {'kmeans': {'iterations': 13}} | true",
        "{'kmeans': {'model': {'iterations': 1.5}}} | {'kmeans': {'model': {'iterations': 2.5}}} | false",
        "{'pca': {'vector': [1.0, 1e-12]}} | {'pca': {'vector': [1.0, -3e-12]}} | true",
        "{'pca': {'vector': [1e-9, 2e-9]}} | {'pca': {'vector': [1e-9, 3e-9]}} | false",
      })
  void modelsAreComparedAsModels(String a, String b, boolean agree) throws Exception {
    assertThat(
            OutputComparison.MODELS
                .difference(
                    JSON.readTree(a.replace('\'', '"')), JSON.readTree(b.replace('\'', '"')))
                .isEmpty())
        .isEqualTo(agree);
  }

  private static String difference(String base, String other) throws JsonProcessingException {
    return OutputComparison.EXACT_STATISTICS
        .difference(JSON.readTree(base.replace('\'', '"')), JSON.readTree(other.replace('\'', '"')))
        .orElse(null);
  }
}
