using KanaPerps.Alerts;

namespace KanaPerps.Client.Tests.Alerts;

/// <summary>The alerts that there should be: found for each event by looking through everything that came before it. It keeps no state.</summary>
internal static class AlertOracle
{
    private static readonly AlertDirection[] s_sides = [AlertDirection.Below, AlertDirection.Above];

    public static List<AlertText> AlertsOf(AlertRule rule, List<AlertEvent> events)
    {
        List<AlertText> alerts = [];
        foreach (int key in events.Select(e => e.Key).Distinct())
        {
            // A key that is closed is another one when it comes again.
            List<AlertEvent> life = [];
            foreach (AlertEvent next in events.Where(e => e.Key == key).Append(new(key, 0, AlertEventKind.Closed, 0)))
            {
                if (next.Kind == AlertEventKind.Closed)
                {
                    alerts.AddRange(AlertsOfLife(rule, life));
                    life = [];
                }
                else
                {
                    life.Add(next);
                }
            }
        }

        return alerts;
    }

    private static List<AlertText> AlertsOfLife(AlertRule rule, List<AlertEvent> life)
    {
        List<AlertText> alerts = [];

        // The events of the alerts for levels, one entry an alert.
        List<int> crossed = [];
        for (int i = 0; i < life.Count; i++)
        {
            AlertEvent now = life[i];
            if (now.Kind == AlertEventKind.Stale && rule.Stale && (i == 0 || life[i - 1].Kind != AlertEventKind.Stale))
            {
                alerts.Add(new(now.Key, now.Second, AlertKind.Stale, null, null, 0));
            }

            if (now.Kind != AlertEventKind.Value || (rule.ChangeOnly && First(life) == i))
            {
                continue;
            }

            if (crossed.Count > 0 && Math.Abs(now.Second - life[crossed[^1]].Second) < rule.MinInterval.TotalSeconds)
            {
                continue;
            }

            foreach (AlertDirection side in s_sides)
            {
                int depth = Depth(rule, side, now.Value);
                if (depth > Told(rule, side, life, crossed, i))
                {
                    long suppressed = Suppressed(rule, side, life, crossed, i);
                    crossed.Add(i);
                    alerts.Add(new(now.Key, now.Second, AlertKind.Crossed, side, Level(rule, side, depth), suppressed));
                }
            }
        }

        return alerts;
    }

    // Crossings that came and went untold since the last alert.
    private static long Suppressed(AlertRule rule, AlertDirection sideNow, List<AlertEvent> life, List<int> crossed, int now)
    {
        long count = 0;
        int since = crossed.Count > 0 ? crossed[^1] : -1;
        foreach (AlertDirection side in s_sides)
        {
            for (int i = since + 1; i <= now; i++)
            {
                // An arming value ends what was deeper than told. The value of the alert may be one for the other side.
                if (life[i].Kind == AlertEventKind.Value && Arms(rule, side, life[i].Value) && !IsBaseline(rule, life, i) && Reached(rule, side, life, crossed, i) > Told(rule, side, life, crossed, i))
                {
                    count++;
                }
            }
        }

        return count + (Reached(rule, sideNow, life, crossed, now) > Depth(rule, sideNow, life[now].Value) ? 1 : 0);
    }

    // How many levels were told between the last arming before an event, and it.
    private static int Told(AlertRule rule, AlertDirection side, List<AlertEvent> life, List<int> crossed, int before)
    {
        for (int i = before - 1; i >= 0; i--)
        {
            if (life[i].Kind != AlertEventKind.Value)
            {
                continue;
            }

            if (IsBaseline(rule, life, i) || (crossed.Contains(i) && Depth(rule, side, life[i].Value) > 0))
            {
                return Depth(rule, side, life[i].Value);
            }

            if (Arms(rule, side, life[i].Value))
            {
                return 0;
            }
        }

        return 0;
    }

    // How many levels were crossed at most between the last arming or alert before an event, and it.
    private static int Reached(AlertRule rule, AlertDirection side, List<AlertEvent> life, List<int> crossed, int before)
    {
        int most = 0;
        for (int i = before - 1; i >= 0; i--)
        {
            if (life[i].Kind == AlertEventKind.Value)
            {
                int depth = Depth(rule, side, life[i].Value);
                most = Math.Max(most, depth);
                if (Arms(rule, side, life[i].Value) || IsBaseline(rule, life, i) || (crossed.Contains(i) && depth > 0))
                {
                    break;
                }
            }
        }

        return most;
    }

    private static bool IsBaseline(AlertRule rule, List<AlertEvent> life, int i) => rule.ChangeOnly && First(life) == i;

    private static int First(List<AlertEvent> life) => life.FindIndex(e => e.Kind == AlertEventKind.Value);

    private static bool Arms(AlertRule rule, AlertDirection side, decimal value) => side == AlertDirection.Below
        ? rule.Below.Count > 0 && value > (rule.RearmAbove ?? rule.Below.Max())
        : rule.Above.Count > 0 && value < (rule.RearmBelow ?? rule.Above.Min());

    private static int Depth(AlertRule rule, AlertDirection side, decimal value) =>
        side == AlertDirection.Below ? rule.Below.Count(level => value < level) : rule.Above.Count(level => value > level);

    private static decimal Level(AlertRule rule, AlertDirection side, int depth) =>
        side == AlertDirection.Below ? rule.Below.OrderDescending().ElementAt(depth - 1) : rule.Above.Order().ElementAt(depth - 1);
}
