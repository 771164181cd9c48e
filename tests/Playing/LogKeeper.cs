using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace OmoBroadcast.Tests.Playing;

/// <summary>Keeps what is logged, for tests that look at it and for the message of those that fail.</summary>
internal sealed class LogKeeper : ILoggerProvider
{
    private readonly ConcurrentQueue<string> lines = new();

    public string Text => string.Join('\n', lines);

    public ILogger CreateLogger(string categoryName) => new Pen(categoryName, lines);

    public void Dispose() { }

    private sealed class Pen(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)} {exception}");
    }
}
