package dev.sparkbench.local.e2e;

import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.local.DatasetUpload;
import dev.sparkbench.local.LocalCluster;
import dev.sparkbench.local.RunnerImage;
import dev.sparkbench.local.kubelet.LocalImage;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The local cluster, with the operator in this JVM. */
final class LocalTestCluster implements TestCluster {

  private static final Path ROOT = Path.of(System.getProperty("sparkbench.root"));
  private static final String CONTAINER_ID = "process://";

  private final Path folder;
  private final LocalCluster cluster;
  private final S3Client s3;
  private Optional<SparkBenchmarkOperator> operator = Optional.empty();

  /** With the JVMs that people get who try it out. */
  LocalTestCluster() {
    this(RunnerImage.find(ROOT));
  }

  /** With JVMs that optimize, as those of a real cluster do: for measuring. */
  static LocalTestCluster optimizing() {
    return new LocalTestCluster(RunnerImage.findOptimizing(ROOT));
  }

  /** With other values of the runner's environment. */
  LocalTestCluster(Map<String, String> runnerEnvironment) {
    this(with(RunnerImage.find(ROOT), runnerEnvironment));
  }

  private LocalTestCluster(LocalImage runner) {
    RunnerImage.makeClassArchive(ROOT);
    try {
      folder = Files.createTempDirectory("sparkbench-it");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cluster = LocalCluster.start(folder, Map.of(RunnerImage.NAME, runner));
    s3 = DatasetUpload.clientOf(cluster.s3());
  }

  private static LocalImage with(LocalImage image, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(image.environment());
    all.putAll(environment);
    return new LocalImage(image.entrypoint(), all);
  }

  @Override
  public KubernetesClient client() {
    return cluster.client();
  }

  @Override
  public String namespace() {
    return LocalCluster.NAMESPACE;
  }

  @Override
  public String bucket() {
    return LocalCluster.BUCKET;
  }

  @Override
  public void put(S3Uri object, byte[] content) {
    s3.putObject(
        put -> put.bucket(object.bucket()).key(object.key()), RequestBody.fromBytes(content));
  }

  @Override
  public byte[] get(S3Uri object) {
    return s3.getObjectAsBytes(get -> get.bucket(object.bucket()).key(object.key())).asByteArray();
  }

  @Override
  public void startOperator() {
    if (operator.isEmpty()) {
      operator =
          Optional.of(
              SparkBenchmarkOperator.start(
                  cluster.client(), OperatorConfig.fromEnvironment(cluster.operatorEnvironment())));
    }
  }

  /** Starts the gateway, and says where it is. */
  URI startGateway() {
    return cluster.startGateway();
  }

  /** What the gateway lets in. */
  String token() {
    return cluster.token();
  }

  @Override
  public void stopOperator() {
    operator.ifPresent(SparkBenchmarkOperator::close);
    operator = Optional.empty();
  }

  @Override
  public void kill(Pod pod) {
    String id = pod.getStatus().getContainerStatuses().get(0).getContainerID();
    ProcessHandle.of(Long.parseLong(id.substring(CONTAINER_ID.length())))
        .orElseThrow()
        .destroyForcibly();
  }

  @Override
  public List<String> runningContainers() {
    return ProcessHandle.current()
        .descendants()
        .filter(ProcessHandle::isAlive)
        .map(process -> process.pid() + " " + process.info().command().orElse("?"))
        .toList();
  }

  @Override
  public void close() {
    stopOperator();
    s3.close();
    cluster.close();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }
}
