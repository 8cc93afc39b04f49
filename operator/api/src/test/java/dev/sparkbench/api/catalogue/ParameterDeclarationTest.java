// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.catalogue.ParameterDeclaration.Column;
import dev.sparkbench.api.catalogue.ParameterDeclaration.Flag;
import dev.sparkbench.api.catalogue.ParameterDeclaration.Text;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ParameterDeclarationTest {

  private static final List<ParameterDeclaration> ALL =
      List.of(
          ParameterDeclaration.whole("clusters", "How many.", 8, 2, 1_000),
          ParameterDeclaration.number("share", "How much.", "0.20", "0", "0.5"),
          ParameterDeclaration.choice("nulls", "What to do.", "skip", "fail"),
          new Flag("scale", "Whether to.", true),
          new Column("user", "Which.", "user"),
          new Text("separator", "Between.", " ", 3));

  @ParameterizedTest
  @CsvSource({
    "clusters, 2 1000 8.0 1e2",
    "share, 0 0.5 1e-9",
    "nulls, skip fail",
    "scale, true false",
    "user, a größe€",
    "separator, ; <=>"
  })
  void takesWhatItAllows(String name, String values) {
    assertThat(Arrays.stream(values.split(" ")).map(named(name)::problemWith))
        .allMatch(java.util.Optional::isEmpty);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "clusters | 1 1001 2.5 two NaN | must be a whole number from 2 to 1000",
        "share | -0.1 0.51 1/2 | must be a number from 0 to 0.5",
        "nulls | Skip drop | must be one of skip, fail",
        "scale | True yes 1 | must be true or false",
        "separator | 1234 | must be a text of 1 to 3 characters"
      })
  void saysWhatItWouldTake(String name, String values, String problem) {
    for (String value : values.split(" ")) {
      assertThat(named(name).problemWith(value)).contains(problem);
    }
  }

  @Test
  void takesNoEmptyName() {
    assertThat(named("user").problemWith("")).contains("must be the name of a column");
    assertThat(named("user").problemWith("x".repeat(257))).isPresent();
  }

  @Test
  void saysItsDefaultAsAManifestWould() {
    assertThat(ALL.stream().map(ParameterDeclaration::defaultValue))
        .containsExactly("8", "0.20", "skip", "true", "user", " ");
  }

  @ParameterizedTest
  @EnumSource(JobType.class)
  void everyDefaultInTheCatalogueIsAllowed(JobType type) {
    assertThat(TaskCatalogue.all(type).stream().flatMap(ParameterDeclarationTest::defaults))
        .isEmpty();
  }

  /** The parameters whose default would be refused. */
  private static Stream<String> defaults(TaskDeclaration task) {
    return task.parameters().stream()
        .filter(parameter -> !parameter.defaultValue().isEmpty())
        .filter(parameter -> !parameter.allows(parameter.defaultValue()))
        .map(parameter -> task.name() + "." + parameter.name());
  }

  private static ParameterDeclaration named(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }
}
