// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.ApplicationWorkload;
import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.api.contract.S3Uri;
import dev.sparkbench.runner.failure.RunFailure;
import dev.sparkbench.runner.storage.ObjectStore;
import dev.sparkbench.runner.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.apache.commons.io.FileUtils;

/**
 * The jars of an application as local files.
 *
 * @param folder the folder of the jars that were fetched
 * @param files all jars; the one with the main class first
 */
record ApplicationJars(Path folder, List<Path> files) {

  private static final String LOCAL = "local://";

  /** Jars are copied to every executor, where they take space away from the work. */
  private static final long MAX_BYTES = 1L << 30;

  /** Characters that have a meaning in Spark's list of jars. */
  private static final String SEPARATOR = ",";

  private static final int SHOWN_DIGITS = 16;

  ApplicationJars {
    files = List.copyOf(files);
  }

  /**
   * Fetches the jars.
   *
   * @throws RunFailure {@code InvalidApplication} if one does not exist or is not a jar
   */
  static ApplicationJars fetch(ApplicationWorkload workload, ObjectStore store) {
    ApplicationJars jars = new ApplicationJars(newFolder(), List.of());
    try {
      List<Path> files = new ArrayList<>();
      if (workload.jar() != null) {
        files.add(jars.fetch("jobConfig.application.jar", workload.jar(), store, 0));
      }
      for (int i = 0; i < workload.jars().size(); i++) {
        String field = "jobConfig.application.jars[" + i + "]";
        files.add(jars.fetch(field, workload.jars().get(i), store, i + 1));
      }
      return new ApplicationJars(jars.folder(), files);
    } catch (RuntimeException e) {
      jars.delete();
      throw e;
    }
  }

  private static Path newFolder() {
    try {
      return Files.createTempDirectory("application-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path fetch(String field, String address, ObjectStore store, int index) {
    Path file =
        address.startsWith(LOCAL)
            ? local(field, address)
            : stored(field, address, parsed(field, address), store, index);
    requireJar(field, address, file);
    return file;
  }

  private static Path local(String field, String address) {
    Path file = Path.of(address.substring(LOCAL.length()));
    if (!file.isAbsolute() || !Files.isReadable(file) || Files.isDirectory(file)) {
      throw invalid("%s: the image has no file %s that can be read", field, address);
    }
    return file;
  }

  private static S3Uri parsed(String field, String address) {
    try {
      return S3Uri.parse(address);
    } catch (IllegalArgumentException e) {
      throw invalid(
          "%s: %s is neither of the form s3://bucket/key nor local:///path", field, address);
    }
  }

  private Path stored(String field, String address, S3Uri uri, ObjectStore store, int index) {
    StoredObject object =
        find(field, uri, store)
            .orElseThrow(() -> invalid("%s: there is no object %s in the store", field, address));
    if (object.size() > MAX_BYTES) {
      throw invalid(
          "%s: %s has %d MiB, and the limit is %d: put it or its dependencies into the image, and name it as local:///path",
          field, address, object.size() >> 20, MAX_BYTES >> 20);
    }
    // Executors put all jars into one folder, so names must differ. Spark puts a name into a URL,
    // so only characters that are safe there are kept.
    String name = uri.key().substring(uri.key().lastIndexOf('/') + 1);
    String safe = name.replaceAll("[^A-Za-z0-9._-]", "_").replaceFirst("^[.]+", "_");
    Path file = folder.resolve(index == 0 ? safe : index + "-" + safe);
    store.download(uri, file);
    return file;
  }

  private static Optional<StoredObject> find(String field, S3Uri uri, ObjectStore store) {
    try {
      return store.find(uri);
    } catch (RunFailure e) {
      if (e.failure().reason() == FailureReason.DATASET_NOT_FOUND) {
        throw invalid("%s: there is no bucket %s", field, uri.bucket());
      }
      throw e;
    }
  }

  private static void requireJar(String field, String address, Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.stream().findAny().isEmpty()) {
        throw invalid("%s: %s is empty", field, address);
      }
    } catch (ZipException e) {
      throw invalid("%s: %s is not a complete jar: %s", field, address, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunFailure invalid(String message, Object... details) {
    return new RunFailure(FailureReason.INVALID_APPLICATION, message.formatted(details));
  }

  /** URLs for a class loader. */
  URL[] urls() {
    return files.stream().map(ApplicationJars::url).toArray(URL[]::new);
  }

  private static URL url(Path file) {
    try {
      return file.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /**
   * The value of Spark's property {@code spark.jars}: executors fetch the files from the driver.
   */
  String property() {
    return files.stream()
        .map(file -> file.toUri().toString())
        .collect(Collectors.joining(SEPARATOR));
  }

  /** A digest of each jar, by file name: the beginning of its SHA-256. */
  Map<String, String> digests() {
    Map<String, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put("jar " + file.getFileName(), digest(file)));
    return digests;
  }

  private static String digest(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, SHOWN_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of the classes in them, without nested ones. */
  List<String> classNames() {
    return files.stream().flatMap(ApplicationJars::classNames).distinct().sorted().toList();
  }

  private static Stream<String> classNames(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return zip.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && !name.contains("$"))
          .filter(name -> !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes the jars that were fetched. */
  void delete() {
    FileUtils.deleteQuietly(folder.toFile());
  }
}
