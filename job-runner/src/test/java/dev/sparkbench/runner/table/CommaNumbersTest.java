// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommaNumbersTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "26253,37 | true",
        "1.234,50; -0,5; +7,25; 12 | true",
        "' 3,5 ;;2,0' | true",
        "1;2;3 | false",
        "3,5;none | false",
        "1,2,3 | false",
        "Smith, 3 | false",
        ";; | false"
      })
  void areAllValuesOfAColumn(String values, boolean expected) {
    CommaNumbers numbers = new CommaNumbers();
    Arrays.stream(values.split(";", -1)).forEach(numbers::add);
    numbers.add(null);

    assertThat(numbers.areAll()).isEqualTo(expected);
  }
}
