// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriverPodTest {

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "SPARKBENCH_POD_NAME", "run",
              "SPARKBENCH_POD_NAMESPACE", "team-a",
              "SPARKBENCH_POD_IP", "10.0.0.1",
              "KUBERNETES_SERVICE_HOST", "10.96.0.1",
              "KUBERNETES_SERVICE_PORT", "443"));

  @Test
  void isWhatTheEnvironmentSays() {
    assertThat(DriverPod.from(environment))
        .isEqualTo(new DriverPod("run", "team-a", "10.0.0.1", "https://10.96.0.1:443", "/tmp"));
  }

  @Test
  void putsAddressesOfVersionSixInBrackets() {
    environment.put("SPARKBENCH_POD_IP", "fd00::1");
    environment.put("KUBERNETES_SERVICE_HOST", "fd00::2");
    environment.put("SPARKBENCH_SCRATCH", "/scratch");

    assertThat(DriverPod.from(environment))
        .isEqualTo(
            new DriverPod("run", "team-a", "[fd00::1]", "https://[fd00::2]:443", "/scratch"));
  }

  @Test
  void namesAVariableThatIsMissing() {
    environment.remove("SPARKBENCH_POD_IP");

    assertThatThrownBy(() -> DriverPod.from(environment))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "environment variable SPARKBENCH_POD_IP is missing: the command 'run' works only in a driver pod made by the operator");
  }
}
