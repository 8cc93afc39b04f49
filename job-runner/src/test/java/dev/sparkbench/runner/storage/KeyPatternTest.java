// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPatternTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "no",
      value = {
        // pattern | key | the part below the match
        "data/*.csv     | data/a.csv        | ''",
        "data/*.csv     | data/x/a.csv      | no",
        "data/*.csv     | data/a.csv/part-0 | part-0",
        "data/*         | data/x/y/z        | y/z",
        "data/?.csv     | data/ab.csv       | no",
        "data/[ab].csv  | data/b.csv        | ''",
        "data/[^ab].csv | data/b.csv        | no",
        "{x,y}/*.csv    | y/a.csv           | ''",
        "d/{a/b,c}.csv  | d/a/b.csv         | ''",
        "d/{a/b,c}.csv  | d/c.csv           | ''",
        "d/{a/b,c}.csv  | d/b.csv           | no",
        "d/{a,b}        | d/a               | ''",
        "*/größe.csv    | ü/größe.csv       | ''",
        "d/a\\*.csv     | d/a*.csv          | ''",
        "d/a\\*.csv     | d/ab.csv          | no",
        "d/*            | d                 | no",
      })
  void matchesAsHadoopDoes(String pattern, String key, String below) {
    assertThat(KeyPattern.of(pattern).below(key)).isEqualTo(java.util.Optional.ofNullable(below));
  }

  @Test
  void listsNoMoreThanItMust() {
    assertThat(KeyPattern.of("user/data/2024-*/x.csv").prefixes()).containsExactly("user/data/");
    assertThat(KeyPattern.of("user/{a,b}").prefixes()).containsExactly("user/");
    assertThat(KeyPattern.of("user/{a/x,b/y}*").prefixes()).containsExactly("user/a/", "user/b/");
    assertThat(KeyPattern.of("*").prefixes()).containsExactly("");
  }

  @Test
  void isNotAnyKey() {
    assertThat(KeyPattern.isPattern("user/data-1 (2).csv")).isFalse();
    assertThat(KeyPattern.isPattern("user/data-?.csv")).isTrue();
  }
}
