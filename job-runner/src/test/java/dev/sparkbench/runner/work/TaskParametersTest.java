// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.ParameterDeclaration;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.TaskWorkload;
import dev.sparkbench.runner.failure.RunFailure;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class TaskParametersTest {

  private static final TaskDeclaration TASK =
      new TaskDeclaration(
          "bake",
          JobType.DESCRIPTIVE,
          "Bakes.",
          List.of(
              ParameterDeclaration.whole("loaves", "How many.", 4, 1, 9),
              ParameterDeclaration.number("salt", "Share.", "0.02", "0", "0.5"),
              ParameterDeclaration.choice("flour", "Of which grain.", "wheat", "rye"),
              new ParameterDeclaration.Flag("sliced", "Whether to slice it.", false)));

  @Test
  void areTheDefaultsWhereTheWorkloadIsSilent() {
    TaskParameters parameters = of(Map.of("boil.loaves", "7"));

    assertThat(parameters.integer("loaves")).isEqualTo(4);
    assertThat(parameters.number("salt")).isEqualTo(0.02);
    assertThat(parameters.text("flour")).isEqualTo("wheat");
    assertThat(parameters.flag("sliced")).isFalse();
  }

  @Test
  void areTheWorkloadsOtherwise() {
    TaskParameters parameters =
        of(
            Map.of(
                "bake.loaves",
                "9.0",
                "bake.salt",
                "5e-1",
                "bake.flour",
                "rye",
                "bake.sliced",
                "true"));

    assertThat(parameters.integer("loaves")).isEqualTo(9);
    assertThat(parameters.number("salt")).isEqualTo(0.5);
    assertThat(parameters.text("flour")).isEqualTo("rye");
    assertThat(parameters.flag("sliced")).isTrue();
  }

  @Test
  void areRefusedOutsideTheirRange() {
    assertThatThrownBy(() -> of(Map.of("bake.loaves", "9.5")))
        .asInstanceOf(InstanceOfAssertFactories.type(RunFailure.class))
        .extracting(RunFailure::failure)
        .isEqualTo(
            new Failure(
                FailureReason.INVALID_TASK,
                "jobConfig.parameters.bake.loaves: '9.5' must be a whole number from 1 to 9"));
  }

  @Test
  void areOnlyThoseThatAreDeclared() {
    assertThatThrownBy(() -> of(Map.of()).integer("sugar"))
        .hasMessage("task bake declares no parameter 'sugar'");
  }

  @Test
  void tellWhichNobodyHasRead() {
    TaskParameters parameters = of(Map.of());
    parameters.integer("loaves");
    parameters.flag("sliced");

    assertThat(parameters.unread()).containsExactly("flour", "salt");
  }

  private static TaskParameters of(Map<String, String> given) {
    return TaskParameters.of(TASK, new TaskWorkload(JobType.DESCRIPTIVE, List.of("bake"), given));
  }
}
