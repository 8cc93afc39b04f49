// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.kubectl;

import dev.sparkbench.local.LocalCluster;
import dev.sparkbench.local.kubelet.LocalImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A local cluster, without an operator, and kubectl, for the tests of one class; without kubectl
 * they are skipped.
 */
final class RunningKubectl implements ExecutionCondition, BeforeAllCallback, AfterAllCallback {

  static {
    // On a machine that is busy with other things.
    Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
  }

  private static final int OLDEST = 30;

  private final int minor;
  private Path folder;
  private LocalCluster cluster;
  private Kubectl kubectl;

  RunningKubectl() {
    this(OLDEST);
  }

  /** With a kubectl of at least that minor version of Kubernetes. */
  RunningKubectl(int minor) {
    this.minor = minor;
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    return Kubectl.missing(minor)
        .map(ConditionEvaluationResult::disabled)
        .orElse(ConditionEvaluationResult.enabled("there is a kubectl"));
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    folder = Files.createTempDirectory("kubectl-test");
    cluster =
        LocalCluster.start(
            folder, Map.of("shell", new LocalImage(List.of("/bin/sh", "-c"), Map.of())));
    cluster.writeKubeconfig(folder.resolve("kubeconfig"));
    kubectl =
        new Kubectl(Files.createDirectory(folder.resolve("home")), folder.resolve("kubeconfig"));
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    cluster.close();
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }

  Kubectl kubectl() {
    return kubectl;
  }

  /** A manifest as a file. */
  String file(String yaml) throws Exception {
    return Files.writeString(Files.createTempFile(folder, "manifest", ".yaml"), yaml).toString();
  }

  /** One of the repository's samples. */
  static Path sample(String name) {
    return Path.of(System.getProperty("sparkbench.root"), "crds/samples", name);
  }
}
