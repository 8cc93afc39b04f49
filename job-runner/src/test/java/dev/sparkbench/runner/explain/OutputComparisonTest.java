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
        "{'tiny': 1e-12} | {'tiny': 0.0}",
        "{'seconds': {'train': 1.5}} | {'seconds': {'train': 2.5}}",
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

  private static String difference(String base, String other) throws JsonProcessingException {
    return OutputComparison.EXACT_STATISTICS
        .difference(JSON.readTree(base.replace('\'', '"')), JSON.readTree(other.replace('\'', '"')))
        .orElse(null);
  }
}
