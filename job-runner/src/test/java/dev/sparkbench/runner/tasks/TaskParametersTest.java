package dev.sparkbench.runner.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.ParameterDeclaration;
import dev.sparkbench.api.catalogue.TaskDeclaration;
import dev.sparkbench.api.contract.Failure;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.Workload;
import dev.sparkbench.runner.failure.RunFailure;
import java.math.BigDecimal;
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
              new ParameterDeclaration(
                  "loaves", "How many.", number("4"), number("1"), number("9"), true),
              new ParameterDeclaration(
                  "salt", "Share.", number("0.02"), number("0"), number("0.5"), false)));

  @Test
  void areTheDefaultsWhereTheWorkloadIsSilent() {
    TaskParameters parameters = of(Map.of("boil.loaves", "7"));

    assertThat(parameters.integer("loaves")).isEqualTo(4);
    assertThat(parameters.number("salt")).isEqualTo(0.02);
  }

  @Test
  void areTheWorkloadsOtherwise() {
    TaskParameters parameters = of(Map.of("bake.loaves", "9", "bake.salt", "5e-1"));

    assertThat(parameters.integer("loaves")).isEqualTo(9);
    assertThat(parameters.number("salt")).isEqualTo(0.5);
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

  private static TaskParameters of(Map<String, String> given) {
    return TaskParameters.of(TASK, new Workload(JobType.DESCRIPTIVE, List.of("bake"), given));
  }

  private static BigDecimal number(String text) {
    return new BigDecimal(text);
  }
}
