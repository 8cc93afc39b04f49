// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.e2e;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.FileAppender;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.controller.OperatorConfig;
import dev.sparkbench.controller.SparkBenchmarkOperator;
import dev.sparkbench.local.DatasetUpload;
import dev.sparkbench.local.LocalCluster;
import dev.sparkbench.local.RunnerImage;
import dev.sparkbench.local.kubelet.LocalImage;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The local cluster, with the operator in this JVM. As on a real one, the benchmarks' namespace
 * enforces the restricted Pod Security Standard.
 */
final class LocalTestCluster implements TestCluster {

  private static final Path ROOT = Path.of(System.getProperty("sparkbench.root"));
  private static final String CONTAINER_ID = "process://";

  private final Appender<ILoggingEvent> log;
  private final LocalCluster cluster;
  private final S3Client s3;
  private Optional<SparkBenchmarkOperator> operator = Optional.empty();

  /** With the JVM options of the local cluster for users. */
  LocalTestCluster(Path folder) {
    this(folder, RunnerImage.find(ROOT));
  }

  /** With optimizing JVMs, as on a real cluster: for measuring. */
  static LocalTestCluster optimizing(Path folder) {
    return new LocalTestCluster(folder, RunnerImage.findOptimizing(ROOT));
  }

  /** With other values of the runner's environment. */
  LocalTestCluster(Path folder, Map<String, String> runnerEnvironment) {
    this(folder, with(RunnerImage.find(ROOT), runnerEnvironment));
  }

  private LocalTestCluster(Path folder, LocalImage runner) {
    log = logTo(folder.resolve("operator.log"));
    RunnerImage.makeClassArchive(ROOT);
    cluster = LocalCluster.start(folder, Map.of(RunnerImage.NAME, runner));
    s3 = DatasetUpload.clientOf(cluster.s3());
    cluster
        .client()
        .namespaces()
        .withName(LocalCluster.NAMESPACE)
        .edit(
            namespace ->
                new NamespaceBuilder(namespace)
                    .editMetadata()
                    .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                    .endMetadata()
                    .build());
  }

  private static LocalImage with(LocalImage image, Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(image.environment());
    all.putAll(environment);
    return new LocalImage(image.entrypoint(), all);
  }

  /** Also writes the log of this JVM, in which the operator runs, into a file. */
  private static Appender<ILoggingEvent> logTo(Path file) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern("%d{HH:mm:ss.SSS} %-5level [%thread] %logger{20} %msg%n");
    encoder.start();
    FileAppender<ILoggingEvent> appender = new FileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    appender.setEncoder(encoder);
    appender.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    return appender;
  }

  private void stopLog() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(Logger.ROOT_LOGGER_NAME).detachAppender(log);
    log.stop();
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

  @Override
  public Gateway openGateway() {
    return new Gateway(cluster.startGateway(), cluster.token());
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
    stopLog();
  }
}
