// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.local.console.Console;
import dev.sparkbench.local.console.Progress;
import dev.sparkbench.local.console.Summary;
import dev.sparkbench.local.s3.LocalS3;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/**
 * Runs one benchmark on a local cluster and shows the result: the program of {@code mvn -Plocal}.
 * Its exit code is 0 if the benchmark succeeded, 1 if not, and 2 if the user's manifest or options
 * cannot be used.
 */
public final class LocalMain {

  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private final Console console;
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private volatile Path kubeconfig;

  private LocalMain(Console console) {
    this.console = console;
  }

  /** The entry point; {@link Options} lists the system properties. */
  public static void main(String[] args) {
    Console console = new Console(System.out, System.console() != null, Clock.systemUTC());
    LocalMain main = new LocalMain(console);
    Runtime.getRuntime().addShutdownHook(new Thread(main::close, "cleanup"));
    endWithParent();
    int code = main.runAndExplain();
    leaveMark(code);
    System.exit(code);
  }

  /**
   * Writes the exit code of a failure into a file. {@link MavenExit} ends Maven with it, which
   * would otherwise explain the failure once more.
   */
  private static void leaveMark(int code) {
    String file = System.getProperty("sparkbench.failed");
    if (file == null) {
      return;
    }
    try {
      Files.deleteIfExists(Path.of(file));
      if (code != SUCCEEDED) {
        Files.writeString(Path.of(file), String.valueOf(code));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot leave the mark " + file, e);
    }
  }

  /** The parent process, usually Maven, may be killed without passing the signal on. */
  private static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> parent.onExit().thenRun(() -> System.exit(FAILED)));
  }

  private int runAndExplain() {
    try {
      Options options = Options.of(System.getProperties());
      Manifest manifest = Manifest.read(options.job());
      open(FolderLock.take(options.folder()));
      logTo(options.folder().resolve("operator.log"));
      int code = run(options, manifest);
      close();
      return code;
    } catch (UserError e) {
      console.print(e.getMessage());
      return WRONG_USAGE;
    } catch (Exception e) {
      LoggerFactory.getLogger(LocalMain.class).error("failed", e);
      console.print("failed: " + e.getMessage());
      return FAILED;
    }
  }

  /**
   * Sends the log to a file, so that the console is free for the benchmark; call it before any
   * logger is created.
   */
  private static void logTo(Path file) {
    System.setProperty("sparkbench.local.log", file.toString());
    System.setProperty("logback.configurationFile", "logback-local.xml");
  }

  private int run(Options options, Manifest manifest) throws Exception {
    Path folder = options.folder();
    console.print("Local cluster in " + folder);
    // Takes one processor and about ten seconds, once per build; the rest continues in parallel.
    Preparation archive =
        open(Preparation.start(() -> RunnerImage.makeClassArchive(options.root())));
    LocalCluster cluster =
        open(
            LocalCluster.start(folder, Map.of(RunnerImage.NAME, RunnerImage.find(options.root()))));
    if (options.keep()) {
      kubeconfig = options.kubeconfig();
      cluster.writeKubeconfig(kubeconfig);
    }
    SparkBenchmarkJob job = apply(cluster, manifest);
    console.print(
        "Job      %s from %s, nodes %s"
            .formatted(manifest.name(), manifest.file(), job.getSpec().nodeList()));
    DatasetSupply supply = new DatasetSupply(options, cluster);
    DatasetSupply.Supplied dataset = supply.supply(job.getSpec());
    console.print("Dataset  " + dataset.text());
    supply.supplyJar(job.getSpec()).ifPresent(text -> console.print("Jar      " + text));
    Machine machine = Machine.current();
    Optional<String> warning = machine.warning(job.getSpec());
    warning.ifPresent(text -> console.print("Note     " + text));
    RunnerImage.note(job.getSpec().sparkConf())
        .ifPresent(text -> console.print("Note     " + text));
    if (!archive.isDone()) {
      console.print("Waiting  for the archive of Spark's classes, which is created once per build");
      archive.await();
    }
    console.print("Takes    " + machine.expectation(job.getSpec(), dataset.bytes()));
    open(
        SparkBenchmarkOperator.start(
            cluster.client(), OperatorConfig.fromEnvironment(cluster.operatorEnvironment())));
    Function<String, Optional<Path>> logOf =
        pod -> cluster.kubelet().logFile(manifest.namespace(), pod, "");
    Optional<SparkBenchmarkJob> ended;
    try (Progress progress =
        Progress.follow(cluster.client(), manifest.namespace(), manifest.name(), logOf, console)) {
      ended = progress.end().get();
    }
    if (ended.isPresent()) {
      Summary.lines(ended.get(), logOf).forEach(console::print);
      warning.ifPresent(text -> console.print("Note       " + text));
      console.print("");
      printFiles(cluster, ended.get());
    } else {
      console.print("Deleted    %s, before it had ended".formatted(manifest.name()));
    }
    console.print("Logs       %s".formatted(folder.resolve("operator.log")));
    console.print("           %s/<namespace>_<pod>_<uid>/log".formatted(cluster.podsFolder()));
    int code = ended.filter(Summary::succeeded).isPresent() ? SUCCEEDED : FAILED;
    if (options.keep()) {
      leaveMark(code);
      keep(options, cluster);
    }
    return code;
  }

  /** Waits until the user ends the program. */
  private void keep(Options options, LocalCluster cluster) throws InterruptedException {
    URI gateway = cluster.startGateway();
    console.print("");
    console.print("The cluster goes on until Ctrl-C. In another terminal:");
    console.print("  export KUBECONFIG='%s'".formatted(options.kubeconfig()));
    console.print("  kubectl get sbj");
    console.print(
        "  TOKEN=$(kubectl config view --raw --output jsonpath='{.users[0].user.token}')");
    console.print("  curl --header \"Authorization: Bearer $TOKEN\" %s/jobs".formatted(gateway));
    console.print("A file my.csv, for s3Path: my.csv, gets into the store with");
    console.print("  " + uploadCommand(cluster.s3()));
    new CountDownLatch(1).await();
  }

  /** The checksum is left out, because curl knows none of a file that it uploads. */
  private static String uploadCommand(LocalS3 s3) {
    return "curl --fail --upload-file my.csv --user %s:%s --aws-sigv4 aws:amz:%s:s3 --header 'x-amz-content-sha256: UNSIGNED-PAYLOAD' %s/%s/my.csv"
        .formatted(s3.accessKey(), s3.secretKey(), s3.region(), s3.endpoint(), LocalCluster.BUCKET);
  }

  private static SparkBenchmarkJob apply(LocalCluster cluster, Manifest manifest) throws UserError {
    if (!manifest.namespace().equals(LocalCluster.NAMESPACE)) {
      cluster.createNamespace(manifest.namespace());
    }
    manifest
        .serviceAccounts()
        .forEach(name -> cluster.createServiceAccount(manifest.namespace(), name));
    manifest.priorityClasses().forEach(cluster::createPriorityClass);
    try {
      cluster
          .client()
          .genericKubernetesResources(
              ResourceDefinitionContext.fromResourceType(SparkBenchmarkJob.class))
          .inNamespace(manifest.namespace())
          .resource(manifest.resource())
          .fieldValidation(FieldValidateable.Validation.STRICT)
          .create();
    } catch (KubernetesClientException e) {
      throw new UserError(
          manifest.file()
              + ": "
              + (e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage()));
    }
    return cluster
        .client()
        .resources(SparkBenchmarkJob.class)
        .inNamespace(manifest.namespace())
        .withName(manifest.name())
        .get();
  }

  private void printFiles(LocalCluster cluster, SparkBenchmarkJob job) {
    if (job.getStatus().resultPath() == null) {
      return;
    }
    S3Uri output = S3Uri.parse(job.getStatus().resultPath());
    Path folder = cluster.bucketFolder(output.bucket()).resolve(output.key());
    if (!Files.isDirectory(folder)) {
      return;
    }
    // Without files of earlier benchmarks of the same name.
    Instant begin = Instant.parse(job.getMetadata().getCreationTimestamp());
    console.print("Results    %s".formatted(output));
    for (File file : Arrays.stream(folder.toFile().listFiles()).sorted().toList()) {
      if (!Instant.ofEpochMilli(file.lastModified()).isBefore(begin)) {
        console.print("           " + file);
      }
    }
    if (job.getStatus().reportS3() != null) {
      console.print("Report     %s".formatted(folder.resolve("report.html").toUri()));
    }
  }

  /**
   * Comes first when the program ends: the rest takes seconds, and after Ctrl-C, Maven does not
   * wait for it, so the user would find a file that leads nowhere.
   */
  private void removeKubeconfig() {
    try {
      if (kubeconfig != null) {
        Files.deleteIfExists(kubeconfig);
      }
    } catch (IOException e) {
      console.print("could not remove %s: %s".formatted(kubeconfig, e));
    }
  }

  private <T extends AutoCloseable> T open(T part) {
    synchronized (parts) {
      parts.push(part);
    }
    return part;
  }

  private void close() {
    console.closeLine();
    removeKubeconfig();
    synchronized (parts) {
      while (!parts.isEmpty()) {
        AutoCloseable part = parts.pop();
        try {
          part.close();
        } catch (Exception e) {
          console.print("could not stop %s: %s".formatted(part.getClass().getSimpleName(), e));
        }
      }
    }
  }
}
