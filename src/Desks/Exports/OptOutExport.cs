using System.Runtime.CompilerServices;
using OmoBroadcast.Desks.Privacy;
using OmoBroadcast.Domain.Staff;

namespace OmoBroadcast.Desks.Exports;

/// <summary>Who wants no broadcasts; can be taken over again as it is.</summary>
public sealed class OptOutExport(OptOutList list) : IExport
{
    public const string Name = "opt-outs";

    private static readonly string[] Columns = ["Channel", "Account", "Id", "When"];

    public string Kind => Name;

    public Task<ExportTable?> OpenAsync(ExportReader reader, string arguments, CancellationToken cancellationToken) =>
        Task.FromResult<ExportTable?>(
            reader.Who.Role == Role.Administrator
                ? new("opt-outs", [.. Columns.Select(column => reader.Words[$"Export_{column}"])], RowsAsync(cancellationToken))
                : null
        );

    // The channel and the account by their own ids: names may change, and two may be alike.
    private async IAsyncEnumerable<IReadOnlyList<Cell>> RowsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (account, user, at) in list.AllAsync(cancellationToken))
            yield return [account.Key.Channel.Value, account.Key.Id, user, at];
    }
}
