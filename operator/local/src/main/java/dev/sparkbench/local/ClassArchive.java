// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An archive of the class data of Spark's drivers and executors (JEP 350). A JVM maps it instead of
 * finding, parsing and verifying about 9,000 classes, which saves several seconds of processor time
 * per start. It is created once per build. Its name has a digest of everything that it depends on:
 * the JVM, the jars, and the list of classes. Without it everything works, but more slowly.
 */
final class ClassArchive {

  /** What executors load, and most of what drivers load; {@code ClassListIT} updates it. */
  static final String CLASS_LIST = "/spark-classes.txt";

  /** Suppresses the JVM's warning about an archive that it cannot use. */
  private static final List<String> SILENTLY = List.of("-Xlog:cds=off", "-Xlog:cds+dynamic=off");

  private static final String MAIN_CLASS = "dev.sparkbench.runner.LoadClasses";
  private static final String PREFIX = "classes-";
  private static final String SUFFIX = ".jsa";
  private static final int DIGEST_LENGTH = 16;
  private static final long PATIENCE_MINUTES = 3;

  private final Path classPathFile;
  private final Path file;

  private ClassArchive(Path classPathFile, Path file) {
    this.classPathFile = classPathFile;
    this.file = file;
  }

  /**
   * The archive for a class path; it may not exist yet.
   *
   * @param classPathFile the argument file with the class path; the archive is next to it
   */
  static ClassArchive of(Path classPathFile) {
    return new ClassArchive(
        classPathFile, classPathFile.resolveSibling(PREFIX + digest(classPathFile) + SUFFIX));
  }

  /** JVM options to use the archive, if it exists and fits. */
  String options() {
    return "\"-XX:SharedArchiveFile=%s\" %s".formatted(file, String.join(" ", SILENTLY));
  }

  /** Whether the archive exists. */
  boolean exists() {
    return Files.exists(file);
  }

  /**
   * Creates the archive, unless it exists; this takes about ten seconds. If several processes need
   * it, one creates it and the others wait.
   *
   * @throws IOException if it cannot be created
   */
  void make() throws IOException, InterruptedException {
    synchronized (ClassArchive.class) {
      makeAlone();
    }
  }

  private void makeAlone() throws IOException, InterruptedException {
    try (FileChannel channel =
            FileChannel.open(
                file.resolveSibling("classes.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!exists() && lock.isValid()) {
        dump();
      }
    }
  }

  private void dump() throws IOException, InterruptedException {
    removeOthers();
    Path unfinished = file.resolveSibling("classes.unfinished");
    try {
      dump(unfinished);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private void dump(Path unfinished) throws IOException, InterruptedException {
    try (InputStream names = ClassArchive.class.getResourceAsStream(CLASS_LIST)) {
      // For a short-lived JVM: no optimizing compiler, and a garbage collector without threads.
      run(
          names,
          "-XX:ArchiveClassesAtExit=" + unfinished,
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-cp",
          "@" + classPathFile,
          MAIN_CLASS);
    }
    // An incomplete archive, for example on a full disk, would crash JVMs.
    run(
        InputStream.nullInputStream(),
        "-Xshare:on",
        "-XX:SharedArchiveFile=" + unfinished,
        "-XX:+VerifySharedSpaces",
        "-cp",
        "@" + classPathFile,
        MAIN_CLASS);
  }

  private void run(InputStream input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                SILENTLY.stream(),
                Stream.of(arguments))
            .flatMap(part -> part)
            .toList();
    Path output = file.resolveSibling("classes.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeAll(List.of("JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS"));
    Process process = builder.start();
    try {
      write(input, process.getOutputStream());
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("no end after %d minutes: %s".formatted(PATIENCE_MINUTES, command));
      }
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new IOException(
          "exit code %d of %s: %s"
              .formatted(process.exitValue(), command, Files.readString(output).strip()));
    }
  }

  private static void write(InputStream input, OutputStream output) {
    try (output) {
      input.transferTo(output);
    } catch (IOException e) {
      // The process has ended already; its exit code and output say why.
    }
  }

  /** Old archives are deleted, because each is as large as all other files of a build. */
  private void removeOthers() throws IOException {
    try (DirectoryStream<Path> others =
        Files.newDirectoryStream(file.getParent(), PREFIX + "*" + SUFFIX)) {
      for (Path other : others) {
        Files.delete(other);
      }
    }
  }

  private static String digest(Path classPathFile) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String classPath = Files.readString(classPathFile).strip().replace("\"", "");
      for (String jar : classPath.split(":")) {
        Path path = Path.of(jar);
        // The JVM compares these itself, and refuses an archive of other jars.
        update(digest, jar, Files.size(path), Files.getLastModifiedTime(path).toMillis());
      }
      update(digest, System.getProperty("java.home"), System.getProperty("java.vm.version"));
      try (InputStream names = ClassArchive.class.getResourceAsStream(CLASS_LIST)) {
        digest.update(names.readAllBytes());
      }
      return HexFormat.of().formatHex(digest.digest()).substring(0, DIGEST_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the class path " + classPathFile, e);
    }
  }

  private static void update(MessageDigest digest, Object... parts) {
    for (Object part : parts) {
      digest.update((part + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }
}
