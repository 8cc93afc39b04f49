// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubelet;

import static dev.sparkbench.local.kubelet.RunningKubelet.script;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TerminationMessageTest {

  @RegisterExtension static final RunningKubelet cluster = new RunningKubelet();

  @Test
  void theMessageIsInTheStatus() {
    cluster.create(script("says", "printf '{\"a\": \"ü\"}' > $SPARKBENCH_TERMINATION_LOG"));

    assertThat(cluster.awaitEnd("says").getMessage()).isEqualTo("{\"a\": \"ü\"}");
  }

  @Test
  void onlyTheLast4096BytesAreKept() {
    cluster.create(
        script(
            "says-much",
            "{ printf begin; head -c 4095 /dev/zero | tr '\\0' x; printf !; } > $SPARKBENCH_TERMINATION_LOG"));

    assertThat(cluster.awaitEnd("says-much").getMessage()).isEqualTo("x".repeat(4095) + "!");
  }

  @Test
  void anotherPathIsHonoured(@TempDir Path folder) {
    String path = folder.resolve("message").toString();
    PodBuilder pod = script("elsewhere", "printf there > " + path);
    cluster.create(
        pod.editSpec().editContainer(0).withTerminationMessagePath(path).endContainer().endSpec());

    assertThat(cluster.awaitEnd("elsewhere").getMessage()).isEqualTo("there");
  }

  @Test
  void theLogStandsInAfterAFailureOnly() {
    cluster.create(fallback("log-after-failure", "echo one; echo two; exit 1"));
    cluster.create(fallback("no-log-after-success", "echo one; exit 0"));
    cluster.create(
        fallback("message-first", "echo log; printf said > $SPARKBENCH_TERMINATION_LOG; exit 1"));
    cluster.create(script("no-fallback", "echo one; exit 1"));

    assertThat(cluster.awaitEnd("log-after-failure").getMessage()).isEqualTo("one\ntwo\n");
    assertThat(cluster.awaitEnd("no-log-after-success").getMessage()).isNull();
    assertThat(cluster.awaitEnd("message-first").getMessage()).isEqualTo("said");
    assertThat(cluster.awaitEnd("no-fallback").getMessage()).isNull();
  }

  @Test
  void ofALongLogTheLast80LinesStandIn() {
    cluster.create(
        fallback("long-log", "i=0; while [ $i -lt 100 ]; do i=$((i+1)); echo $i; done; exit 1"));

    StringBuilder expected = new StringBuilder();
    for (int i = 21; i <= 100; i++) {
      expected.append(i).append('\n');
    }
    assertThat(cluster.awaitEnd("long-log").getMessage()).isEqualTo(expected.toString());
  }

  private static PodBuilder fallback(String name, String script) {
    return script(name, script)
        .editSpec()
        .editContainer(0)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .endContainer()
        .endSpec();
  }
}
