package dev.sparkbench.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparkbench.api.resource.SparkBenchmarkJobSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class MachineTest {

  @Test
  void moreExecutorsThanCoresAreWarnedOf() {
    assertThat(new Machine(4).warning(spec("nodeList: [1, 8, 2]")))
        .contains(
            "this machine has 4 cores, and nodeList goes up to 8 executors with 1 core each: speedup beyond 4 cannot be real");
    assertThat(new Machine(4).warning(spec("nodeList: [1, 4]"))).isEmpty();
  }

  @Test
  void theCoresOfEachExecutorCount() {
    assertThat(new Machine(4).warning(spec("nodeList: [1, 4]\nexecutor: {cores: 2}")))
        .contains(
            "this machine has 4 cores, and nodeList goes up to 4 executors with 2 cores each: speedup beyond 4 cannot be real");
    assertThat(new Machine(8).warning(spec("nodeList: [1, 4]\nexecutor: {cores: 2}"))).isEmpty();
  }

  private static SparkBenchmarkJobSpec spec(String yaml) {
    return Serialization.unmarshal(yaml, SparkBenchmarkJobSpec.class);
  }
}
