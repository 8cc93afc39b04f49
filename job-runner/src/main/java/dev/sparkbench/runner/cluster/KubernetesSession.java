package dev.sparkbench.runner.cluster;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A driver in a pod and the executor pods that it made. */
final class KubernetesSession implements Session {

  private static final Logger LOG = LoggerFactory.getLogger(KubernetesSession.class);

  private final SparkSession spark;
  private final String driverHost;
  private final int driverPort;

  KubernetesSession(SparkSession spark) {
    this.spark = spark;
    // Spark lists the driver among its executors.
    this.driverHost = spark.sparkContext().env().blockManager().blockManagerId().host();
    this.driverPort = spark.sparkContext().env().blockManager().blockManagerId().port();
  }

  @Override
  public SparkSession spark() {
    return spark;
  }

  @Override
  public List<String> executors() {
    return Arrays.stream(spark.sparkContext().statusTracker().getExecutorInfos())
        .filter(info -> !isDriver(info))
        .map(SparkExecutorInfo::host)
        .sorted()
        .toList();
  }

  private boolean isDriver(SparkExecutorInfo info) {
    return info.host().equals(driverHost) && info.port() == driverPort;
  }

  @Override
  public void close() {
    try {
      spark.stop();
    } catch (RuntimeException e) {
      // The results are safe, and what is left of the executors goes with the driver pod.
      LOG.warn("Spark did not stop cleanly", e);
    }
  }
}
