package io.github.curvelane.examples;

import io.github.curvelane.examples.papers.Outcome;
import io.github.curvelane.examples.papers.Page;
import io.github.curvelane.examples.papers.Scale;
import io.github.curvelane.examples.report.Figures;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Runs pages side by side, and tells of each when it is done. */
final class PapersRun {
  private final List<Page> pages;
  private final Scale scale;
  private final int threads;
  private final Console console;
  private final BooleanSupplier cancelled;
  private final AtomicInteger done = new AtomicInteger();

  PapersRun(
      List<Page> pages, Scale scale, int threads, Console console, BooleanSupplier cancelled) {
    this.pages = pages;
    this.scale = scale;
    this.threads = threads;
    this.console = console;
    this.cancelled = cancelled;
  }

  /** Returns what the pages found, in their order; of a run that was ended, those that are done. */
  Map<Page, Outcome> finish() {
    Map<Page, Outcome> found = new LinkedHashMap<>();
    try (ExecutorService workers = Executors.newFixedThreadPool(Math.min(threads, pages.size()))) {
      List<Future<Outcome>> running = new ArrayList<>();
      for (Page page : pages) {
        running.add(workers.submit(() -> run(page)));
      }
      for (int i = 0; i < pages.size(); i++) {
        try {
          found.put(pages.get(i), running.get(i).get());
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof CancellationException)) {
            workers.shutdownNow();
            throw new IllegalStateException("page " + pages.get(i).about().id() + " failed", e);
          }
        } catch (InterruptedException e) {
          workers.shutdownNow();
          Thread.currentThread().interrupt();
          return found;
        }
      }
    }
    return found;
  }

  private Outcome run(Page page) {
    long begun = System.nanoTime();
    step(page, 0, 1);
    Outcome outcome = page.run(scale, (part, of) -> step(page, part, of));
    console.say(
        Figures.format(
            "[%d/%d] %s: %s (%.1f s)",
            done.incrementAndGet(),
            pages.size(),
            page.about().id(),
            outcome.verdict(),
            (System.nanoTime() - begun) * 1e-9));
    return outcome;
  }

  private void step(Page page, int part, int of) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException("page " + page.about().id() + " at " + part + " of " + of);
    }
  }
}
