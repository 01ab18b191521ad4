//! probe
use veilsim::model::chance::Chance;
use veilsim::model::*;
fn main() {
    let mut args = std::env::args().skip(1);
    let sample = args.next().unwrap_or("0.01".into());
    let reps: u64 = args.next().unwrap_or("2".into()).parse().unwrap();
    let s = match veilsim::scenario::load("scenarios/tiktok-dms.toml".as_ref(), &[("sample".into(), sample)]) {
        Ok(s) => s,
        Err(e) => {
            eprintln!("{:?}", miette::Report::new(e));
            return;
        }
    };
    let mut rows: Vec<Vec<String>> = vec![];
    for arm in &s.arms {
        let mut sums = vec![0.0; Outcome::ALL.len()];
        let t = std::time::Instant::now();
        let mut ev = 0;
        for r in 0..reps {
            let c = Chance::new(s.seed, r);
            let mut p = arm.plan.clone();
            p.draw(&|x| c.quantile(x));
            let (mut sim, mut clock) = Simulation::new(&p, c);
            let stop = sim.advance(&mut clock);
            ev += stop.events();
            for (n, b) in sim.balances() {
                assert!(b.closes(), "{n} {b:?}");
            }
            let o = sim.close();
            for x in Outcome::ALL {
                sums[*x as usize] += o.total(*x).or(o.on(*x, 1)).unwrap_or(f64::NAN);
            }
        }
        let dt = t.elapsed().as_secs_f64();
        eprintln!("{} events/run {} {:.3}s/run {:.0} ns/event", arm.name, ev / reps, dt / reps as f64, dt * 1e9 / ev as f64);
        rows.push(sums.iter().map(|x| format!("{:.4e}", x / reps as f64)).collect());
    }
    for x in Outcome::ALL {
        println!("{:28} {}", x.definition().id, rows.iter().map(|r| r[*x as usize].clone()).collect::<Vec<_>>().join("  "));
    }
}
