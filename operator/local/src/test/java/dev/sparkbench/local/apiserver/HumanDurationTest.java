// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanDurationTest {

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "PT-1S, 0s",
    "PT0S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT9M59S, 9m59s",
    "PT10M30S, 10m",
    "PT179M, 179m",
    "PT3H5M, 3h5m",
    "PT8H30M, 8h",
    "PT47H, 47h",
    "PT49H, 2d1h",
    "P8DT3H, 8d",
    "P729D, 729d",
    "P731D, 2y1d"
  })
  void aDurationIsShort(Duration duration, String text) {
    assertThat(HumanDuration.of(duration)).isEqualTo(text);
  }
}
