package io.github.curvelane.bench.measure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JVM of its own for a group of peers: native libraries read their thread counts and instruction
 * sets from the environment when they load, and some cannot share a process. The class path is this
 * program's jar and the group's, listed by the build in a file beside the jar; without that file
 * the worker runs without those peers.
 */
public final class WorkerJvm {
  private final String group;
  private final List<String> options = new ArrayList<>();
  private final List<String> classPath = new ArrayList<>();
  private final Map<String, String> environment = new LinkedHashMap<>();

  /**
   * Describes a worker.
   *
   * @param group the group of peers, which names the class path file
   * @param threads the threads that every native library may use
   */
  public WorkerJvm(String group, int threads) {
    this.group = group;
    options.add("--add-modules=jdk.incubator.vector");
    options.add("--enable-native-access=ALL-UNNAMED");
    options.add("--sun-misc-unsafe-memory-access=allow");
    for (String name : List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")) {
      environment.put(name, Integer.toString(threads));
    }
    // Else MKL's threads spin for 200 ms after their own product, on the cores that the next
    // entrant of the round wants: 128x512x784 with two threads took twice its time beside them.
    environment.put("KMP_BLOCKTIME", "0");
    environment.put("OMP_WAIT_POLICY", "passive");
  }

  /**
   * Adds an option of the JVM.
   *
   * @param option the option
   * @return this
   */
  public WorkerJvm option(String option) {
    options.add(option);
    return this;
  }

  /**
   * Adds to the class path.
   *
   * @param entry a jar, a directory, or all jars of a directory
   * @return this
   */
  public WorkerJvm classPath(String entry) {
    classPath.add(entry);
    return this;
  }

  /**
   * Sets an environment variable.
   *
   * @param name its name
   * @param value its value
   * @return this
   */
  public WorkerJvm environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /**
   * Tells whether the build provided the group's peers.
   *
   * @return whether the class path file exists
   */
  public boolean hasPeers() {
    return Files.exists(classPathFile());
  }

  /**
   * Returns the class path of the group's peers.
   *
   * @return their jars; empty if the build provided none
   */
  public String peerClassPath() {
    try {
      return hasPeers() ? Files.readString(classPathFile()).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a main class to its end; its output goes to this process's.
   *
   * @param mainClass the class
   * @param arguments its arguments
   * @return its exit status
   */
  public int run(Class<?> mainClass, List<String> arguments) {
    try {
      List<String> entries = new ArrayList<>(List.of(jar().toString()));
      if (hasPeers()) {
        entries.add(peerClassPath());
      }
      entries.addAll(classPath);
      List<String> command = new ArrayList<>();
      command.add(ProcessHandle.current().info().command().orElse("java"));
      command.addAll(options);
      command.addAll(List.of("-cp", String.join(File.pathSeparator, entries), mainClass.getName()));
      command.addAll(arguments);
      ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
      builder.environment().putAll(environment);
      return builder.start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("cannot start a JVM for " + group, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring " + group, e);
    }
  }

  /**
   * Returns where this program's files go by default.
   *
   * @return the directory of its jar
   */
  public static Path home() {
    return jar().getParent();
  }

  private Path classPathFile() {
    return home().resolve("peers").resolve(group + ".classpath");
  }

  /**
   * Returns this program.
   *
   * @return its jar
   */
  public static Path jar() {
    try {
      return Path.of(WorkerJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
