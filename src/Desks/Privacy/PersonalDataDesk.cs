using OmoBroadcast.Broadcast;
using OmoBroadcast.Desks.Acts;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Conversations;
using OmoBroadcast.Domain.Staff;
using OmoBroadcast.Storage.Redis;
using OmoBroadcast.Storage.Sql;

namespace OmoBroadcast.Desks.Privacy;

/// <summary>個資: what is held of a person, which they may ask to see and to have erased. For administrators, and nobody else.</summary>
public sealed class PersonalDataDesk(Conversations conversations, Erasures erasures, Roster roster, Node node)
{
    /// <summary>As many are found at most: who is looked for can be told more exactly.</summary>
    public const int MostFound = 10;

    public const int LongestWords = 100;

    private const int LeastWords = 2;

    public DateTimeOffset Now => node.Now;

    /// <summary>Whom a name, an id of a platform's or a telephone number may mean, on all accounts.</summary>
    public Task<Answer<IReadOnlyList<Customer>>> FindAsync(StaffMember me, string words, CancellationToken cancellationToken) =>
        ForAdministratorsAsync<IReadOnlyList<Customer>>(me, async () =>
        {
            var sought = words.Trim();
            if (sought.Length < LeastWords)
                return new Answer<IReadOnlyList<Customer>>.Invalid("words", "person.too_short", LeastWords);
            if (sought.Length > LongestWords)
                return new Answer<IReadOnlyList<Customer>>.Invalid("words", "person.too_long", LongestWords);
            var digits = string.Concat(sought.Where(char.IsAsciiDigit)).TrimStart('0');
            var number =
                digits.Length > LeastWords && sought.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or ' ' or '(' or ')')
                    ? digits
                    : null;
            bool Fits(Customer customer) =>
                customer.Key.UserId == sought
                || customer.Name?.Contains(sought, StringComparison.OrdinalIgnoreCase) == true
                || (number is not null && customer.Key.UserId.EndsWith(number, StringComparison.Ordinal));
            var found = new List<Customer>();
            foreach (var account in roster.Accounts)
                if (found.Count < MostFound)
                    found.AddRange(await conversations.SearchAsync(account.Key, Fits, MostFound - found.Count, cancellationToken));
            return new Answer<IReadOnlyList<Customer>>.Ok(found);
        });

    public Task<Answer<Customer>> OneAsync(StaffMember me, CustomerKey person, CancellationToken cancellationToken) =>
        ForAdministratorsAsync<Customer>(me, async () =>
            roster.Accounts.Any(account => account.Key == person.Account) && await conversations.FindAsync(person) is { } found
                ? new Answer<Customer>.Ok(found)
                : new Answer<Customer>.NotFound()
        );

    /// <summary>From here on nothing is sent to them; what is held of them goes at once, what is on its way as soon as it has
    /// ended.</summary>
    public Task<Answer<bool>> EraseAsync(StaffMember me, CustomerKey person, CancellationToken cancellationToken) =>
        ForAdministratorsAsync<bool>(me, async () =>
        {
            if (!roster.Accounts.Any(account => account.Key == person.Account))
                return new Answer<bool>.NotFound();
            var erasure = await erasures.BeginAsync(person, me.Id, node.Now, cancellationToken);
            await conversations.EraseAsync(person, erasure.At, cancellationToken);
            return new Answer<bool>.Ok(true);
        });

    private static Task<Answer<T>> ForAdministratorsAsync<T>(StaffMember me, Func<Task<Answer<T>>> ask) =>
        me.Role == Role.Administrator ? Permissions.ServeAsync(ask) : Task.FromResult<Answer<T>>(new Answer<T>.Denied());
}
