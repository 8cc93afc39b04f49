// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerEvent;
import org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart;
import scala.collection.JavaConverters;

/**
 * Records the SQL properties that were in force for an execution but differ from Spark's global
 * ones, in any session.
 */
final class ModifiedSettings extends SparkListener {

  // Others, such as the master, can be set on a session, but have no effect there.
  private static final String EFFECTIVE = "spark.sql.";

  private final Map<String, String> settings = new ConcurrentHashMap<>();

  @Override
  public void onOtherEvent(SparkListenerEvent event) {
    if (event instanceof SparkListenerSQLExecutionStart start) {
      JavaConverters.mapAsJavaMap(start.modifiedConfigs())
          .forEach(
              (name, value) -> {
                if (name.startsWith(EFFECTIVE)) {
                  settings.put(name, value);
                }
              });
    }
  }

  /** The last value of each property. */
  Map<String, String> settings() {
    return Map.copyOf(settings);
  }
}
